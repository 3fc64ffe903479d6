/** Functions of IP addresses and networks. */
@NullMarked
package dev.ingot.lang.function.network;

import org.jspecify.annotations.NullMarked;
