/**
 * The one way to providers: they are started, made ready and called here and nowhere else, so that
 * how many calls run at once, how long they may take, and what becomes of a provider that fails is
 * decided once.
 */
@NullMarked
package dev.ingot.deploy.call;

import org.jspecify.annotations.NullMarked;
