package io.serinus.report;

/** Port: how objects of the cluster are written for people. */
@FunctionalInterface
public interface Spelling {
    /**
     * The tree as YAML, its last line ended.
     *
     * @param tree maps with text keys, lists, texts, numbers, booleans and nulls
     */
    String yaml(Object tree);
}
