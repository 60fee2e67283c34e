package io.serinus.calibration;

import java.util.Locale;

/** A drawing as SVG text that fits light and dark pages and says in words what it shows. */
final class Svg {
    private static final String STYLE = """
              text { font: 12px system-ui, sans-serif; fill: #1f2328; }
              .small { font-size: 11px; fill: #59636e; }
              .grid { stroke: #d1d9e0; stroke-width: 1; }
              .limit { stroke: #1f2328; stroke-width: 1; stroke-dasharray: 4 3; }
              .line { fill: none; stroke-width: 2; }
              .range { stroke-width: 1; }
              .mark { stroke-width: 1.5; }
              .j0 { stroke: #9a6700; } .f0 { fill: #9a6700; }
              .j1 { stroke: #0969da; } .f1 { fill: #0969da; }
              .j2 { stroke: #0b7285; } .f2 { fill: #0b7285; }
              .j3 { stroke: #8250df; } .f3 { fill: #8250df; }
              .j4 { stroke: #bf3989; } .f4 { fill: #bf3989; }
              .j5 { stroke: #1a7f37; } .f5 { fill: #1a7f37; }
              .j6 { stroke: #57606a; } .f6 { fill: #57606a; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .small { fill: #9198a1; }
                .grid { stroke: #3d444d; }
                .limit { stroke: #f0f6fc; }
                .j0 { stroke: #e3b341; } .f0 { fill: #e3b341; }
                .j1 { stroke: #58a6ff; } .f1 { fill: #58a6ff; }
                .j2 { stroke: #66d9e8; } .f2 { fill: #66d9e8; }
                .j3 { stroke: #bc8cff; } .f3 { fill: #bc8cff; }
                .j4 { stroke: #f778ba; } .f4 { fill: #f778ba; }
                .j5 { stroke: #3fb950; } .f5 { fill: #3fb950; }
                .j6 { stroke: #8b949e; } .f6 { fill: #8b949e; }
              }
            """;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;
    private final String description;

    Svg(int width, int height, String title, String description) {
        this.width = width;
        this.height = height;
        this.title = title;
        this.description = description;
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    /** A line through points, {@code x,y x,y ...}, dashed as given or solid where that is empty. */
    Svg path(String style, String dashes, String points) {
        String dashed = dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"";
        return add("<polyline class=\"" + style + "\"" + dashed + " points=\"" + points + "\"/>");
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(String style, String anchor, double x, double y, String text) {
        return add(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                style,
                anchor,
                x,
                y,
                escaped(text)));
    }

    /** The mark of the n-th judge: each has a colour and a shape of its own. */
    Svg mark(int judge, double x, double y) {
        String shape = switch (judge) {
            case 0 -> "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z";
            case 1 -> "M-3.5,-3.5h7v7h-7z";
            case 2 -> "M0,-4.5l4.5,4.5l-4.5,4.5l-4.5,-4.5z";
            case 3 -> "M0,-4.5l4.5,8h-9z";
            case 4 -> "M0,4.5l4.5,-8h-9z";
            case 5 -> "M-4.5,0h9M0,-4.5v9";
            default -> "M-3.5,-3.5l7,7M3.5,-3.5l-7,7";
        };
        return add(String.format(
                Locale.ROOT,
                "<path class=\"mark j%d f%d\" transform=\"translate(%.1f %.1f)\" d=\"%s\"/>",
                judge,
                judge,
                x,
                y,
                shape));
    }

    /** The whole document. */
    String document() {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">
                <title id="title">%s</title>
                <desc id="desc">%s</desc>
                <style>
                %s</style>
                %s</svg>
                """, width, height, escaped(title), escaped(description), STYLE, body);
    }

    private Svg add(String element) {
        body.append(element).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
