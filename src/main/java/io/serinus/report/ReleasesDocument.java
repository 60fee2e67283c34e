package io.serinus.report;

import java.util.List;

/** The answer to a question for several releases, newest first. */
public record ReleasesDocument(List<ReleaseDocument> releases) {}
