package io.serinus.offline;

import io.serinus.catalog.Spelling;
import java.util.List;
import java.util.Objects;

/**
 * A file of counts.
 *
 * @param hasList whether it holds a list of cases, even if of one
 * @param cases in the file's order; empty if the file cannot be read to its end
 * @param problems of the file as a whole; those of a case are with the case
 */
public record CountsFile(boolean hasList, List<CountsCase> cases, InputProblems problems) {
    public CountsFile {
        cases = List.copyOf(cases);
    }

    /** This one case alone, as if the file had no other. Without a case of that name, a mistake says so. */
    public CountsFile only(String name) {
        if (!problems.isEmpty()) {
            return this;
        }
        List<CountsCase> picked =
                cases.stream().filter(it -> name.equals(it.name())).toList();
        if (picked.size() == 1) {
            CountsCase it = picked.getFirst();
            var alone = new CountsCase(null, it.name(), it.rules(), it.intervals(), it.problems());
            return new CountsFile(false, List.of(alone), problems);
        }
        var wrong = new InputProblems();
        if (picked.size() > 1) {
            wrong.add(
                    "",
                    "--case is \"" + name + "\", which " + picked.size()
                            + " cases are called; give them different names");
        } else {
            List<String> names = cases.stream()
                    .map(CountsCase::name)
                    .filter(Objects::nonNull)
                    .toList();
            wrong.add(
                    "",
                    "--case is \"" + name + "\", and no case has this name, "
                            + (names.isEmpty()
                                    ? "as none has a name; leave out --case"
                                    : Spelling.advice(name, names)));
        }
        return new CountsFile(hasList, List.of(), wrong);
    }

    /** Whether the file is sound as a whole, and a case of it too. A case with mistakes does not spoil the others. */
    public boolean hasSomethingToJudge() {
        return problems.isEmpty() && cases.stream().anyMatch(CountsCase::isSound);
    }

    /** Everything that is wrong with the file and its cases. */
    public InputProblems allProblems() {
        var all = new InputProblems();
        all.addAll("", problems);
        for (CountsCase it : cases) {
            all.addAll(it.label() == null ? "" : it.label() + ":", it.problems());
        }
        return all;
    }
}
