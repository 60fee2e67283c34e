package io.serinus.report;

import io.serinus.report.ReleaseDocument.LinksDocument;

/**
 * A command that was accepted: it is written, and the leader answers it in the release's log.
 *
 * @param command the text in the annotation of the VirtualService
 * @param by who is taken to have given it
 * @param links where the answer will be
 */
public record CommandDocument(
        String namespace, String release, String virtualService, String command, String by, LinksDocument links) {}
