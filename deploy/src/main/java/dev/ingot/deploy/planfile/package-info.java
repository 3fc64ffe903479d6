/** Plans as files: what was approved is what is applied. */
@NullMarked
package dev.ingot.deploy.planfile;

import org.jspecify.annotations.NullMarked;
