/** Plans, states and configurations as JSON documents. */
@NullMarked
package dev.ingot.cli.document;

import org.jspecify.annotations.NullMarked;
