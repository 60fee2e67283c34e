package io.serinus.routing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in the list of an annotation: the signs that part the list are a percent sign and four hexadecimal digits there. */
final class ListText {
    private static final Pattern SIGN = Pattern.compile("[\\s,%]");
    private static final Pattern CODE = Pattern.compile("%([0-9a-f]{4})");

    private ListText() {}

    static String encoded(String name) {
        return SIGN.matcher(name)
                .replaceAll(sign -> "%%%04x".formatted((int) sign.group().charAt(0)));
    }

    static String decoded(String name) {
        return CODE.matcher(name)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }
}
