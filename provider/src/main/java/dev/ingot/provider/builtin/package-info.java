/** The provider that is part of the language: {@code terraform.io/builtin/terraform}. */
@NullMarked
package dev.ingot.provider.builtin;

import org.jspecify.annotations.NullMarked;
