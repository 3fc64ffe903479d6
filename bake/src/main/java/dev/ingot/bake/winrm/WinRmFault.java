package dev.ingot.bake.winrm;

import java.io.IOException;

/** The machine's answer that a call failed. */
final class WinRmFault extends IOException {
  private static final long serialVersionUID = 1;

  /** Nothing came within the time of a call; it is made again. */
  private static final String NO_OUTPUT_YET = "2150858793";

  private final String code;
  private final boolean login;

  private WinRmFault(String message, String code, boolean login) {
    super(message);
    this.code = code;
    this.login = login;
  }

  static WinRmFault of(String message, String code) {
    return new WinRmFault(message, code, false);
  }

  static WinRmFault ofLogin(String message) {
    return new WinRmFault(message, "", true);
  }

  boolean isNoOutputYet() {
    return code.equals(NO_OUTPUT_YET);
  }

  /** Whether the machine answers and refuses the user. */
  boolean isLogin() {
    return login;
  }
}
