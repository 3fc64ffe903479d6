package dev.ingot.plugin.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Public keys that may sign. That a key has expired counts for nothing: releases stay where they
 * are longer than keys last. A key that was revoked signs nothing, nor do its subkeys.
 */
public final class Keyring {
  private final List<Owner> owners;

  private Keyring(List<Owner> owners) {
    this.owners = List.copyOf(owners);
  }

  private record Owner(PublicKey primary, List<PublicKey> signing) {}

  /**
   * Who signed.
   *
   * @param fingerprint of the primary key: 40 hexadecimal digits, upper case
   */
  public record Signer(String fingerprint) {
    /** The key's ID, as people compare it. */
    public String id() {
      return fingerprint.substring(24);
    }
  }

  /**
   * Reads keys in their text form; those of kinds that aren't known are left out.
   *
   * @throws OpenPgpException if the text is malformed or has no key that can sign
   */
  public static Keyring read(String armored) throws OpenPgpException {
    List<Owner> owners = new ArrayList<>();
    List<Packets.Packet> packets =
        Packets.read(Armor.strip(armored.getBytes(StandardCharsets.UTF_8)));
    int at = 0;
    while (at < packets.size()) {
      int next = at + 1;
      while (next < packets.size() && packets.get(next).tag() != Packets.PUBLIC_KEY) {
        next++;
      }
      if (packets.get(at).tag() == Packets.PUBLIC_KEY) {
        owner(packets.subList(at, next)).ifPresent(owners::add);
      }
      at = next;
    }
    if (owners.isEmpty()) {
      throw new OpenPgpException("there is no key that can sign");
    }
    return new Keyring(owners);
  }

  private static Optional<Owner> owner(List<Packets.Packet> packets) throws OpenPgpException {
    Optional<PublicKey> primary = key(packets.getFirst().body());
    if (primary.isEmpty()) {
      return Optional.empty();
    }
    List<PublicKey> signing = new ArrayList<>();
    List<PublicKey> revoked = new ArrayList<>();
    signing.add(primary.get());
    Optional<PublicKey> last = Optional.empty();
    for (Packets.Packet packet : packets.subList(1, packets.size())) {
      if (packet.tag() == Packets.PUBLIC_SUBKEY) {
        last = key(packet.body());
      } else if (packet.tag() == Packets.SIGNATURE) {
        Optional<Signature> signature = signature(packet.body());
        if (signature.isEmpty()) {
          continue;
        }
        byte[] content = primary.get().hashed();
        if (signature.get().type() == Signature.KEY_REVOCATION
            && signature.get().isBy(primary.get(), content)) {
          return Optional.empty();
        }
        boolean ofSubkey =
            last.isPresent()
                && signature
                    .get()
                    .isBy(primary.get(), PublicKey.joined(content, last.get().hashed()));
        if (ofSubkey && signature.get().type() == Signature.SUBKEY) {
          signing.add(last.get());
        } else if (ofSubkey && signature.get().type() == Signature.SUBKEY_REVOCATION) {
          revoked.add(last.get());
        }
      }
    }
    // The revocation may come before or after what it revokes.
    signing.removeAll(revoked);
    return Optional.of(new Owner(primary.get(), signing));
  }

  private static Optional<PublicKey> key(byte[] body) {
    try {
      return Optional.of(PublicKey.read(body));
    } catch (OpenPgpException e) {
      return Optional.empty();
    }
  }

  private static Optional<Signature> signature(byte[] body) {
    try {
      return Optional.of(Signature.read(body));
    } catch (OpenPgpException e) {
      return Optional.empty();
    }
  }

  /**
   * Who signed a content.
   *
   * @param signature as text or not
   * @return empty if none of these keys did
   * @throws OpenPgpException if the signature can't be read
   */
  public Optional<Signer> signer(byte[] content, byte[] signature) throws OpenPgpException {
    boolean any = false;
    for (Packets.Packet packet : Packets.read(Armor.strip(signature))) {
      if (packet.tag() != Packets.SIGNATURE) {
        throw new OpenPgpException("it is not a signature");
      }
      any = true;
      Signature one = Signature.read(packet.body());
      if (one.type() == Signature.BINARY) {
        for (Owner owner : owners) {
          for (PublicKey key : owner.signing()) {
            boolean possible = one.issuer().isEmpty() || one.issuer().get().equals(key.id());
            if (possible && one.isBy(key, content)) {
              return Optional.of(new Signer(owner.primary().fingerprint()));
            }
          }
        }
      }
    }
    if (!any) {
      throw new OpenPgpException("there is no signature");
    }
    return Optional.empty();
  }
}
