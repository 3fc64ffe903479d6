/** The provisioners that come with Ingot: shell, shell-local, file, sleep. */
@NullMarked
package dev.ingot.bake.provision;

import org.jspecify.annotations.NullMarked;
