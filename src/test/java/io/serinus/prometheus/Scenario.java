package io.serinus.prometheus;

import io.serinus.metric.Reporter;

/** What happens to the pods of a {@link Churn}. */
enum Scenario {
    STEADY("steady", "six pods, nothing happens"),
    BIRTHS("births", "a new pod every two minutes"),
    FIRST_500("first 500", "every burst of 1 to 40 errors is a new series that never moves again"),
    LOW("low traffic", "0.1 requests a second and pod, a fifth of them errors"),
    DRAIN("drain", "pods live some minutes; their traffic ends 20 s before they go"),
    KILL("kill", "pods live some minutes and are killed while they serve; others take over"),
    RESTART("restart", "a container restarts somewhere every 40 s, its counters begin at zero"),
    CRASH_LOOP("crash loop", "the canary's containers live 5 to 60 s, down 1 to 25 s between"),
    FAILED_SCRAPES("failed scrapes", "each scrape fails with a probability of 15 %"),
    UNREACHABLE("unreachable", "two of three pods cannot be scraped for 7 minutes, and serve on"),
    LATE("late discovery", "four pods with a million old requests each enter the scrape configuration"),
    CALLERS("callers", "callers report: each counts both versions; they come, restart and go"),
    MIX("mix", "a roll-out with kills, restarts, drains, late pods and 5 % failed scrapes");

    final String title;
    final String text;

    Scenario(String title, String text) {
        this.title = title;
        this.text = text;
    }

    String host() {
        return title.replace(' ', '-') + ".shop.svc.cluster.local";
    }

    Reporter reporter() {
        return this == CALLERS ? Reporter.SOURCE : Reporter.DESTINATION;
    }

    /** Whether no process ends with counts that no scrape saw, and no old one is found: then all is known. */
    boolean isObservable() {
        return switch (this) {
            case STEADY, BIRTHS, FIRST_500, LOW, DRAIN, FAILED_SCRAPES, UNREACHABLE -> true;
            case KILL, RESTART, CRASH_LOOP, LATE, CALLERS, MIX -> false;
        };
    }

    double rate() {
        return this == LOW ? 0.1 : 3;
    }

    double errors() {
        return switch (this) {
            case LOW -> 0.2;
            case FIRST_500 -> 0;
            default -> 0.05;
        };
    }

    double failedScrapes() {
        return switch (this) {
            case FAILED_SCRAPES -> 0.15;
            case MIX -> 0.05;
            default -> 0;
        };
    }
}
