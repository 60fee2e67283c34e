package io.serinus.offline;

import static java.util.Objects.requireNonNull;

import io.serinus.catalog.Place;
import io.serinus.routing.Layout;
import io.serinus.routing.LintFinding;
import io.serinus.routing.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a release would do to a VirtualService. */
public sealed interface Preview {

    /** The question cannot be answered: sentences that say what is wrong with the files or options. */
    record Unreadable(List<String> problems) implements Preview {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }

    /**
     * No release.
     *
     * @param about the VirtualService
     * @param reason the sentence with which the controller refuses it
     * @param findings what lint says about the VirtualService
     */
    record Refused(Manifest about, String reason, LintReport findings) implements Preview {
        public Refused {
            requireNonNull(about, "about is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(findings, "findings is null");
        }
    }

    /**
     * A release.
     *
     * @param about the VirtualService
     * @param template the template's name; empty if one weight alone is looked at
     * @param pair the destinations whose weights change
     * @param routes the managed routes
     * @param stages the steps and the promotion, or one weight
     * @param abort what an abort leaves; empty if one weight alone is looked at
     * @param notes what else the cluster must have, as sentences
     * @param findings what lint says about the VirtualService
     */
    record Shown(
            Manifest about,
            Optional<String> template,
            Pair pair,
            List<String> routes,
            List<Stage> stages,
            Optional<Abort> abort,
            List<String> notes,
            LintReport findings)
            implements Preview {
        public Shown {
            requireNonNull(about, "about is null");
            requireNonNull(template, "template is null");
            requireNonNull(pair, "pair is null");
            routes = List.copyOf(routes);
            stages = List.copyOf(stages);
            requireNonNull(abort, "abort is null");
            notes = List.copyOf(notes);
            requireNonNull(findings, "findings is null");
        }
    }

    /** What a stage is. */
    enum Kind {
        STEP,
        PROMOTION,
        WEIGHT
    }

    /**
     * One layout of the traffic.
     *
     * @param number of a step, counted from 1; of anything else 0
     * @param of how many steps there are; of anything else 0
     * @param layout how requests reach the canary
     * @param before the whole object before it
     * @param after the whole object with it
     * @param findings what lint says about {@code after} and not about the file
     */
    record Stage(
            Kind kind,
            int number,
            int of,
            Layout layout,
            Map<String, Object> before,
            Map<String, Object> after,
            List<Finding> findings) {
        public Stage {
            requireNonNull(kind, "kind is null");
            requireNonNull(layout, "layout is null");
            requireNonNull(before, "before is null");
            requireNonNull(after, "after is null");
            findings = List.copyOf(findings);
        }

        /** As in {@code step 1}. */
        String name() {
            return switch (kind) {
                case STEP -> "step " + number;
                case PROMOTION -> "promotion";
                case WEIGHT -> "weight";
            };
        }
    }

    /**
     * What lint says about a stage.
     *
     * @param place where in the file it is about; empty if it is about what the release adds
     */
    record Finding(LintFinding finding, Optional<Place> place) {
        public Finding {
            requireNonNull(finding, "finding is null");
            requireNonNull(place, "place is null");
        }
    }

    /**
     * What an abort leaves, from whichever step.
     *
     * @param asBefore whether its {@code spec} is that of the file
     * @param before the whole object before the abort
     * @param after the whole object after it
     */
    record Abort(boolean asBefore, Map<String, Object> before, Map<String, Object> after) {
        public Abort {
            requireNonNull(before, "before is null");
            requireNonNull(after, "after is null");
        }
    }
}
