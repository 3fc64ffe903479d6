/**
 * Operations on one configuration, without a terminal: what is done is returned as values, and what
 * happens meanwhile is sent to an observer.
 */
@NullMarked
package dev.ingot.deploy.operation;

import org.jspecify.annotations.NullMarked;
