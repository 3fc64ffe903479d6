/**
 * The one way to providers: they are started, made ready and called here and nowhere else, so that
 * how many calls run at once, how long they may take, and how a failing provider is handled is
 * decided once.
 */
@NullMarked
package dev.ingot.deploy.call;

import org.jspecify.annotations.NullMarked;
