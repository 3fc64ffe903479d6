/** How plans, states and progress are shown, as text and as JSON. */
@NullMarked
package dev.ingot.cli.view;

import org.jspecify.annotations.NullMarked;
