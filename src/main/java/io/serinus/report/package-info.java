/** What people and dashboards see: REST resources, their documents, the web page. */
@NullMarked
package io.serinus.report;

import org.jspecify.annotations.NullMarked;
