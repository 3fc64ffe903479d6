package dev.ingot.lang.function.network;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions of networks. */
public final class NetworkFunctions {
  private static final int MOST_NEW_BITS = 32;

  private NetworkFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "cidrcontains" ->
          FunctionSpec.named(name)
              .parameter("containing_prefix", Type.STRING)
              .parameter("contained_ip_or_prefix", Type.STRING)
              .returns(Type.BOOL)
              .body((a, type) -> contains(a));
      case "cidrhost" ->
          FunctionSpec.named(name)
              .parameter("prefix", Type.STRING)
              .parameter("hostnum", Type.NUMBER)
              .returns(Type.STRING)
              .body((a, type) -> host(a.text(0), whole(a.number(1))));
      case "cidrnetmask" ->
          FunctionSpec.named(name)
              .parameter("prefix", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> netmask(Network.parse(a.text(0)), a.text(0)));
      case "cidrsubnet" ->
          FunctionSpec.named(name)
              .parameter("prefix", Type.STRING)
              .parameter("newbits", Type.NUMBER)
              .parameter("netnum", Type.NUMBER)
              .returns(Type.STRING)
              .body((a, type) -> subnet(a));
      case "cidrsubnets" ->
          FunctionSpec.named(name)
              .parameter("prefix", Type.STRING)
              .variadic("newbits", Type.NUMBER)
              .returns(new Type.ListType(Type.STRING))
              .body((a, type) -> subnets(a));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static BigInteger whole(BigFloat number) throws FunctionFailure {
    if (!number.isWhole()) {
      throw new FunctionFailure("value must be a whole number");
    }
    return number.toBigInteger();
  }

  private static Value host(String prefix, BigInteger number) throws FunctionFailure {
    Network network = Network.parse(prefix);
    BigInteger last = network.lastHost();
    BigInteger host = number.signum() < 0 ? last.add(number).add(BigInteger.ONE) : number;
    if (host.signum() < 0 || host.compareTo(last) > 0) {
      throw new FunctionFailure(
          "prefix of " + network.prefix() + " does not accommodate a host numbered " + host);
    }
    // The recorded behaviour treats an IPv4-mapped version 6 address as 32 bits long.
    int shift = new Address(network.address(), network.bits()).isMapped() ? 96 : 0;
    return Value.of(
        new Address(network.address().or(host.shiftLeft(shift)), network.bits()).toString());
  }

  private static Value netmask(Network network, String text) throws FunctionFailure {
    if (network.bits() != 32) {
      throw new FunctionFailure("IPv6 addresses cannot have a netmask: " + text);
    }
    long mask = network.prefix() == 0 ? 0 : 0xffff_ffffL << (32 - network.prefix()) & 0xffff_ffffL;
    return Value.of(new Address(BigInteger.valueOf(mask), 32).toString());
  }

  private static Value subnet(Arguments a) throws FunctionFailure {
    long newBits = Arguments.whole(a.number(1), "");
    BigInteger number = whole(a.number(2));
    Network network = Network.parse(a.text(0));
    long prefix = network.prefix() + newBits;
    if (prefix > network.bits()) {
      throw new FunctionFailure(
          "insufficient address space to extend prefix of " + network.prefix() + " by " + newBits);
    }
    if (prefix < 0
        || number.signum() < 0
        || (newBits >= 0 && number.bitLength() > newBits)
        || number.bitLength() > network.bits()) {
      throw new FunctionFailure(
          "prefix extension of " + newBits + " does not accommodate a subnet numbered " + number);
    }
    BigInteger address = network.address().or(number.shiftLeft((int) (network.bits() - prefix)));
    return Value.of(new Network(address, network.bits(), (int) prefix).toString());
  }

  private static Value subnets(Arguments a) throws FunctionFailure {
    Network network;
    try {
      network = Network.parse(a.text(0));
    } catch (FunctionFailure e) {
      throw new FunctionFailure(0, e.reason());
    }
    BigInteger next = network.address();
    BigInteger end = next.add(network.lastHost()).add(BigInteger.ONE);
    String previous = network.toString();
    List<String> subnets = new ArrayList<>();
    for (int i = 1; i < a.size(); i++) {
      int prefix = network.prefix() + newBits(a, i);
      if (prefix > network.bits()) {
        throw new FunctionFailure(
            i,
            "would extend prefix to "
                + prefix
                + " bits, which is too long for an "
                + (network.bits() == 32 ? "IPv4" : "IPv6")
                + " address");
      }
      int shift = network.bits() - prefix;
      BigInteger size = BigInteger.ONE.shiftLeft(shift);
      BigInteger start = next.add(size).subtract(BigInteger.ONE).shiftRight(shift).shiftLeft(shift);
      next = start.add(size);
      if (next.compareTo(end) > 0) {
        throw new FunctionFailure(
            i,
            "not enough remaining address space for a subnet with a prefix of "
                + prefix
                + " bits after "
                + previous);
      }
      previous = new Network(start, network.bits(), prefix).toString();
      subnets.add(previous);
    }
    return Values.strings(subnets);
  }

  private static int newBits(Arguments a, int argument) throws FunctionFailure {
    long bits;
    try {
      bits = Arguments.whole(a.number(argument), "");
    } catch (FunctionFailure e) {
      throw new FunctionFailure(argument, e.reason());
    }
    if (bits < 1) {
      throw new FunctionFailure(argument, "must extend prefix by at least one bit");
    }
    if (bits > MOST_NEW_BITS) {
      throw new FunctionFailure(argument, "may not extend prefix by more than 32 bits");
    }
    return (int) bits;
  }

  private static Value contains(Arguments a) throws FunctionFailure {
    Network outer = Network.parse(a.text(0));
    String text = a.text(1);
    Optional<Address> address = Address.parse(text);
    Network inner =
        address.isPresent()
            ? new Network(address.get().number(), address.get().bits(), address.get().bits())
            : Network.parse(text);
    if (outer.bits() != inner.bits()) {
      throw new FunctionFailure(
          "address family mismatch: " + a.text(0) + " and " + text + " are of different versions");
    }
    return Value.of(outer.contains(inner));
  }
}
