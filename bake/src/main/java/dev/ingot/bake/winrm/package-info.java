/** Reaches Windows machines over WinRM, the remote shell of Windows. */
@NullMarked
package dev.ingot.bake.winrm;

import org.jspecify.annotations.NullMarked;
