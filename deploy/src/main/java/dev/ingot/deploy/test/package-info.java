/** Tests of configurations: what is expected of plans and of what they lead to. */
@NullMarked
package dev.ingot.deploy.test;

import org.jspecify.annotations.NullMarked;
