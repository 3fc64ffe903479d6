package dev.ingot.lang.function.numbers;

/**
 * Powers of doubles by repeated squaring of the mantissa. Java's own are more exact; these are
 * rounded like the recorded ones.
 */
final class Power {
  private static final double LARGEST_WHOLE = 0x1p63;
  private static final int GREATEST_EXPONENT = 1 << 12;

  private Power() {}

  static double of(double base, double power) {
    if (power == 0 || base == 1) {
      return 1;
    }
    if (power == 1) {
      return base;
    }
    if (base == 0 || Double.isInfinite(base) || Double.isInfinite(power)) {
      return Math.pow(base, power);
    }
    if (Math.abs(power) == 0.5) {
      double root = Math.sqrt(base);
      return power > 0 ? root : 1 / root;
    }
    double whole = Math.floor(Math.abs(power));
    double fraction = Math.abs(power) - whole;
    if ((fraction != 0 && base < 0) || whole >= LARGEST_WHOLE) {
      return Math.pow(base, power);
    }
    double mantissa = 1;
    if (fraction != 0) {
      if (fraction > 0.5) {
        fraction--;
        whole++;
      }
      mantissa = StrictMath.exp(fraction * StrictMath.log(base));
    }
    return squared(base, (long) whole, mantissa, power < 0);
  }

  private static double squared(double base, long power, double start, boolean inverse) {
    int lift = Math.abs(base) < Double.MIN_NORMAL ? 54 : 0;
    double normal = base * Math.scalb(1.0, lift);
    int exponent = Math.getExponent(normal) + 1;
    double factor = Math.scalb(normal, -exponent);
    exponent -= lift;
    double mantissa = start;
    long total = 0;
    for (long rest = power; rest != 0; rest >>= 1) {
      if (Math.abs(exponent) > GREATEST_EXPONENT) {
        total += exponent;
        break;
      }
      if ((rest & 1) == 1) {
        mantissa *= factor;
        total += exponent;
      }
      factor *= factor;
      exponent <<= 1;
      if (factor < 0.5) {
        factor += factor;
        exponent--;
      }
    }
    if (inverse) {
      mantissa = 1 / mantissa;
      total = -total;
    }
    return Math.scalb(
        mantissa, (int) Math.clamp(total, -GREATEST_EXPONENT * 2L, GREATEST_EXPONENT * 2L));
  }
}
