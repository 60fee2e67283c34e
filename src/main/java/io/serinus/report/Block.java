package io.serinus.report;

import java.util.List;

/** A piece of a text for people, before it is plain text or Markdown. What it holds may have been written by anybody. */
sealed interface Block {

    /** What the text, or one of its parts, is about. */
    record Heading(int level, String text) implements Block {}

    /** A sentence or more. */
    record Sentence(String text) implements Block {}

    /** What is known, each under its name; what nobody knows is left out. */
    record Facts(List<Fact> facts) implements Block {
        public Facts {
            facts = facts.stream().filter(fact -> !fact.sentences().isEmpty()).toList();
        }
    }

    /** Sentences about one thing. */
    record Fact(String name, List<String> sentences) {}

    /** One line each. */
    record Items(List<String> items) implements Block {}

    /** Rows of as many cells as the head has. */
    record Table(List<String> head, List<List<String>> rows) implements Block {}
}
