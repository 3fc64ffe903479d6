package dev.ingot.http.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the certificates of this host's authorities are. {@code SSL_CERT_FILE} and {@code
 * SSL_CERT_DIR} replace the usual places, as programs written in Go and those with OpenSSL have it.
 *
 * @param files bundles; the first that is there counts
 * @param folders with one certificate a file, looked at where the bundle has none that fits
 */
public record CertificateFiles(List<Path> files, List<Path> folders) {
  private static final List<Path> USUAL_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));
  private static final List<Path> USUAL_FOLDERS =
      List.of(Path.of("/etc/ssl/certs"), Path.of("/etc/pki/tls/certs"));

  public CertificateFiles {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
  }

  /** Those an environment names, else the usual ones of Linux. */
  public static CertificateFiles of(Map<String, String> environment) {
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    String folders = environment.getOrDefault("SSL_CERT_DIR", "");
    List<Path> named = new ArrayList<>();
    for (String folder : folders.split(":", -1)) {
      if (!folder.isEmpty()) {
        named.add(Path.of(folder));
      }
    }
    return new CertificateFiles(
        file.isEmpty() ? USUAL_FILES : List.of(Path.of(file)),
        folders.isEmpty() ? USUAL_FOLDERS : named);
  }
}
