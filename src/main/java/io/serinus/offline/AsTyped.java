package io.serinus.offline;

import io.serinus.release.Trigger;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sentences of the controller, which speak of annotations, for somebody who typed options instead. */
final class AsTyped {
    private static final String ARGUMENT = "the annotation " + Trigger.ARGUMENT;
    private static final Pattern MISSING =
            Pattern.compile("in " + Pattern.quote(ARGUMENT) + "(\\w+) of the VirtualService");

    private AsTyped() {}

    /** The sentence about a baseline that an option named: the VirtualService may not even have the annotation. */
    static String baseline(String sentence) {
        return sentence.replace("serinus.io/baseline is \"", "--baseline is \"");
    }

    /**
     * Sentences about a template's arguments.
     *
     * @param typed the names of those that options gave a value
     */
    static String arguments(String sentences, Collection<String> typed) {
        String told = sentences;
        for (String name : typed) {
            told = Pattern.compile(Pattern.quote(ARGUMENT + name + " gives one a value")
                            + "(, expected one of [^;]*)?; correct or remove the annotation")
                    .matcher(told)
                    .replaceAll(Matcher.quoteReplacement("--arg " + name + " gives one a value")
                            + "$1; correct or remove it");
            told = told.replace("by " + ARGUMENT + name + ", expected", "by --arg " + name + ", expected");
        }
        return told;
    }

    /** Such sentences where options are the only way to give a value. */
    static String argumentsOnly(String sentences, Collection<String> typed) {
        return MISSING.matcher(arguments(sentences, typed)).replaceAll("by --arg $1=VALUE");
    }
}
