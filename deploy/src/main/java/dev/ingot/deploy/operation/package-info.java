/** What callers do with a configuration and its state: validate, plan, apply, recover. */
@NullMarked
package dev.ingot.deploy.operation;

import org.jspecify.annotations.NullMarked;
