package io.serinus.report;

import java.util.List;

/** Every template that some release could name, by namespace and name; those of no namespace first. */
public record TemplatesDocument(List<TemplateDocument> templates) {}
