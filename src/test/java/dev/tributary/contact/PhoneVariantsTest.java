package dev.tributary.contact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneVariantsTest {

    @ParameterizedTest
    @CsvSource({
        "+5511987654321, +551187654321", "+551187654321, +5511987654321",
        "+5491123456789, +541123456789", "+541123456789, +5491123456789",
        "+5215512345678, +525512345678", "+525512345678, +5215512345678",
    })
    void two_spellings_of_a_mobile_number_are_one_number(String number, String other) {
        assertArrayEquals(new String[] {number, other}, PhoneVariants.of(number));
    }

    @ParameterizedTest
    @CsvSource({"+4915112345678", "+551133334444", "+14155550123"})
    void other_numbers_have_one_spelling(String number) {
        assertArrayEquals(new String[] {number}, PhoneVariants.of(number));
    }

    @Test
    void no_number_has_none() {
        assertArrayEquals(new String[0], PhoneVariants.of(null));
    }
}
