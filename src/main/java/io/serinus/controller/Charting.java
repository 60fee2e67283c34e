package io.serinus.controller;

import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Plotter;
import io.serinus.analysis.Series;
import io.serinus.template.AnalysisTemplate;

/** Adds to the series of one release, at each interval's end. Confined to its lane. */
final class Charting {
    private final Plotter plotter;
    private Plotter.Span open;

    Charting(AnalysisTemplate template) {
        this.plotter = new Plotter(template);
        this.open = plotter.open();
    }

    /** The series after one more tick. */
    Series after(Series before, Observation.Counted counted, JudgeState state, Judgement judgement) {
        open = plotter.plus(open, counted, state);
        if (!counted.endsInterval()) {
            return before;
        }
        Series longer = before.plus(plotter.point(open, counted, state, judgement));
        open = plotter.open();
        return longer;
    }
}
