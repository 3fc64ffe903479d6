package dev.ingot.state.oauth;

import dev.ingot.http.tls.PrivateKeys;
import dev.ingot.http.tls.TlsSettingsException;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.StateException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/** Statements signed by a key (RFC 7519, RS256 of RFC 7518). */
public final class JsonWebToken {
  private JsonWebToken() {}

  /**
   * A private key in PEM.
   *
   * @param what has it, for the message
   * @throws StateException if it is none
   */
  public static PrivateKey key(String what, String pem) {
    try {
      return PrivateKeys.read(pem);
    } catch (TlsSettingsException e) {
      throw new StateException(
          "The private key of " + what + " can't be used: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Signs.
   *
   * @param headers besides {@code alg} and {@code typ}
   * @param claims texts, and numbers as {@link Long}
   * @throws StateException if the key isn't one of RSA
   */
  public static String signed(
      PrivateKey key, Map<String, String> headers, Map<String, Object> claims) {
    String head =
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("alg", "RS256");
              json.writeStringProperty("typ", "JWT");
              headers.forEach(json::writeStringProperty);
              json.writeEndObject();
            });
    String body =
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              claims.forEach(
                  (name, value) -> {
                    if (value instanceof Long number) {
                      json.writeNumberProperty(name, number);
                    } else {
                      json.writeStringProperty(name, value.toString());
                    }
                  });
              json.writeEndObject();
            });
    String signing = encoded(bytes(head.strip())) + "." + encoded(bytes(body.strip()));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(bytes(signing));
      return signing + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new StateException("The private key can't sign: it has to be one of RSA.", e);
    }
  }

  /** Base64 for addresses, without the end. */
  public static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
