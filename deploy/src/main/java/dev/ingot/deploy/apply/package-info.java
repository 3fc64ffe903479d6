/** Makes the changes of a plan, each written down before and after. */
@NullMarked
package dev.ingot.deploy.apply;

import org.jspecify.annotations.NullMarked;
