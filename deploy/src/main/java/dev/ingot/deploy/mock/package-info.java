/** What stands in for providers, objects and modules while a configuration is tested. */
@NullMarked
package dev.ingot.deploy.mock;

import org.jspecify.annotations.NullMarked;
