package dev.ingot.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BigFloatProperties {
  private static BigFloat number(BigInteger whole) {
    return BigFloat.parse(whole.toString()).orElseThrow();
  }

  /** Decimals of many sizes, most of them not exact in binary. */
  @Provide
  Arbitrary<BigFloat> numbers() {
    return Combinators.combine(
            Arbitraries.bigIntegers()
                .between(BigInteger.TWO.pow(200).negate(), BigInteger.TWO.pow(200)),
            Arbitraries.integers().between(-60, 60))
        .as((digits, power) -> BigFloat.of(new BigDecimal(digits, power)));
  }

  @Provide
  Arbitrary<BigInteger> wholes() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(BigInteger::valueOf),
        Arbitraries.bigIntegers()
            .between(BigInteger.TWO.pow(250).negate(), BigInteger.TWO.pow(250)));
  }

  @Property(tries = 500)
  void wholeNumbersThatFitAreExact(@ForAll("wholes") BigInteger a, @ForAll("wholes") BigInteger b) {
    assertThat(number(a).plus(number(b)).toBigInteger()).isEqualTo(a.add(b));
    assertThat(number(a).minus(number(b)).toBigInteger()).isEqualTo(a.subtract(b));
    assertThat(number(a).times(number(b)).toBigInteger()).isEqualTo(a.multiply(b));
    assertThat(number(a).compareTo(number(b))).isEqualTo(a.compareTo(b));
    assertThat(number(a).equals(number(b))).isEqualTo(a.equals(b));
  }

  @Property(tries = 500)
  void longsAddLikeBigIntegers(@ForAll long a, @ForAll long b) {
    assertThat(BigFloat.of(a).plus(BigFloat.of(b)).withPrecision(512))
        .isEqualTo(rounded(BigInteger.valueOf(a).add(BigInteger.valueOf(b)), 64));
    if (b != 0) {
      assertThat(BigFloat.of(a).remainder(BigFloat.of(b)).toBigInteger())
          .isEqualTo(BigInteger.valueOf(a).remainder(BigInteger.valueOf(b)));
    }
  }

  private static BigFloat rounded(BigInteger whole, int bits) {
    return number(whole).withPrecision(bits);
  }

  @Property(tries = 300)
  void resultsAreTheNearestNumbers(@ForAll("numbers") BigFloat a, @ForAll("numbers") BigFloat b) {
    assertNearest(a.plus(b), a.toBigDecimal().add(b.toBigDecimal()));
    assertNearest(a.minus(b), a.toBigDecimal().subtract(b.toBigDecimal()));
    assertNearest(a.times(b), a.toBigDecimal().multiply(b.toBigDecimal()));
  }

  /** The error is at most half of the last of 512 bits. */
  private static void assertNearest(BigFloat result, BigDecimal exact) {
    BigDecimal error = result.toBigDecimal().subtract(exact).abs();
    BigDecimal bound = exact.abs().multiply(new BigDecimal(BigInteger.TWO.pow(512)).pow(-1, MC));
    assertThat(error).isLessThanOrEqualTo(bound);
  }

  private static final java.math.MathContext MC = new java.math.MathContext(200);

  @Property(tries = 300)
  void quotientsTimesTheDivisorAreTheDividend(
      @ForAll("numbers") BigFloat a, @ForAll("numbers") BigFloat b) {
    Assume.that(!b.isZero());
    BigDecimal product = a.dividedBy(b).toBigDecimal().multiply(b.toBigDecimal());
    BigDecimal error = product.subtract(a.toBigDecimal()).abs();
    BigDecimal bound =
        a.toBigDecimal().abs().multiply(new BigDecimal(BigInteger.TWO.pow(512)).pow(-1, MC));
    assertThat(error).isLessThanOrEqualTo(bound);
  }

  @Property(tries = 500)
  void textIsReadBackAsTheSameNumber(@ForAll("numbers") BigFloat number) {
    assertThat(BigFloat.parse(number.toString())).contains(number);
  }

  @Property(tries = 500)
  void textIsNotLongerThanNeeded(@ForAll("numbers") BigFloat number) {
    Assume.that(!number.isZero());
    DecimalDigits digits = number.digits();
    Assume.that(digits.digits().length() > 1);
    // With one digit less, rounded to either side, another number is read.
    BigInteger shorter = new BigInteger(digits.digits()).divide(BigInteger.TEN);
    int power = digits.point() - digits.digits().length() + 1;
    for (BigInteger candidate : new BigInteger[] {shorter, shorter.add(BigInteger.ONE)}) {
      BigFloat read = BigFloat.of(new BigDecimal(candidate, -power));
      assertThat(read.equals(number.abs())).isFalse();
    }
  }

  @Property(tries = 1000)
  void doublesComeBack(@ForAll double number) {
    Assume.that(Double.isFinite(number));
    BigFloat exact = BigFloat.of(number);
    assertThat(exact.doubleValue()).isEqualTo(number);
    if (exact.signum() != 0) {
      assertThat(exact.toBigDecimal()).isEqualByComparingTo(new BigDecimal(number));
    }
  }

  @Property(tries = 500)
  void theNearestDoubleIsThatOfTheDecimal(@ForAll("numbers") BigFloat number) {
    assertThat(number.doubleValue() + 0.0).isEqualTo(number.toBigDecimal().doubleValue() + 0.0);
  }

  @Property(tries = 500)
  void orderIsThatOfDecimals(@ForAll("numbers") BigFloat a, @ForAll("numbers") BigFloat b) {
    assertThat(Integer.signum(a.compareTo(b)))
        .isEqualTo(a.toBigDecimal().compareTo(b.toBigDecimal()));
    assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
  }

  @Property(tries = 300)
  void equalNumbersHaveEqualHashes(@ForAll("wholes") BigInteger whole) {
    BigFloat read = number(whole);
    BigFloat made = BigFloat.of(whole);
    assertThat(read).isEqualTo(made);
    assertThat(read.hashCode()).isEqualTo(made.hashCode());
    assertThat(read.negate().negate()).isEqualTo(made);
  }
}
