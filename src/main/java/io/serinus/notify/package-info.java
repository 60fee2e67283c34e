/**
 * Calls hooks and sends notifications over HTTP: allowed hosts, payloads, signatures, retries. {@link HttpHookDesk} asks,
 * {@link HttpOutbox} tells.
 */
@NullMarked
package io.serinus.notify;

import org.jspecify.annotations.NullMarked;
