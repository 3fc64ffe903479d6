/** Tests of machines over WinRM. */
@NullMarked
package dev.ingot.bake.winrm;

import org.jspecify.annotations.NullMarked;
