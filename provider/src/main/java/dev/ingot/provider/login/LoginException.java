package dev.ingot.provider.login;

import java.io.IOException;

/** No token was obtained. */
public final class LoginException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why, without a secret. */
  public LoginException(String why) {
    super(why);
  }
}
