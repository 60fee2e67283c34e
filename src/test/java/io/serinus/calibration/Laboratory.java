package io.serinus.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs trials on several threads; what comes out does not depend on how many. */
final class Laboratory {
    /** Releases that a thread takes at once. */
    private static final int BATCH = 10;

    private final long seed;
    private final List<Subject> subjects;

    Laboratory(long seed, List<Subject> subjects) {
        this.seed = seed;
        this.subjects = List.copyOf(subjects);
    }

    /** All judges that are compared, Serinus first. */
    static List<Subject> judges(SerinusSubject serinus) {
        return List.of(
                serinus,
                KayentaSubject.atEachLook(),
                KayentaSubject.once(),
                new FlaggerSubject(5),
                new FlaggerSubject(1),
                new ArgoSubject(3),
                new ArgoSubject(0));
    }

    /** Runs every release of every trial. */
    void run(List<Trial> trials, int threads, Progress progress) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            var batches = new ArrayList<Future<?>>();
            // All trials grow evenly, so that the time left can be told from the time passed.
            int most = trials.stream().mapToInt(Trial::releases).max().orElse(0);
            for (int from = 0; from < most; from += BATCH) {
                for (Trial trial : trials) {
                    int first = from;
                    int last = Math.min(from + BATCH, trial.releases());
                    if (first < last) {
                        batches.add(executor.submit(() -> {
                            for (int number = first; number < last; number++) {
                                trial.run(seed, number, subjects);
                            }
                            progress.done(trial, last - first);
                        }));
                    }
                }
            }
            for (Future<?> batch : batches) {
                batch.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated release could not be judged", e.getCause());
        }
    }
}
