/** Addresses of modules: what they mean, before anything is asked or downloaded. */
@NullMarked
package dev.ingot.deploy.source;

import org.jspecify.annotations.NullMarked;
