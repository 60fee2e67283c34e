package io.serinus.offline;

/** Sentences of the controller, which speak of annotations, for somebody who typed options instead. */
final class AsTyped {
    private AsTyped() {}

    /** The sentence about a baseline that an option named: the VirtualService may not even have the annotation. */
    static String baseline(String sentence) {
        return sentence.replace("serinus.io/baseline is \"", "--baseline is \"");
    }
}
