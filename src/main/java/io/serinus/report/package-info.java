/**
 * What people and dashboards see: the JSON documents, their REST resource and the web page. Reads {@link
 * io.serinus.release.ReleaseStore#all()} and knows nothing else of the controller.
 */
@NullMarked
package io.serinus.report;

import org.jspecify.annotations.NullMarked;
