/** Values and types as JSON, the way state files and plan files hold them. */
@NullMarked
package dev.ingot.deploy.codec;

import org.jspecify.annotations.NullMarked;
