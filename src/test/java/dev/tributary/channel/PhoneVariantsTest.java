package dev.tributary.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneVariantsTest {

    @ParameterizedTest
    @CsvSource({
        "5511987654321, 551187654321", "5215512345678, 525512345678", "5491123456789, 541123456789",
        "+5511987654321, +551187654321", "+5215512345678, +525512345678", "+5491123456789, +541123456789",
    })
    void both_spellings_of_a_mobile_lead_to_each_other(String longer, String shorter) {
        assertEquals(Set.of(shorter), PhoneVariants.of(longer));
        assertEquals(Set.of(longer), PhoneVariants.of(shorter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"447700900123", "+4915112345678", "+14155550123", "+551133334444", "34600000123", "55119", "", "GB.1093"})
    void other_numbers_have_one_spelling(String number) {
        assertEquals(Set.of(), PhoneVariants.of(number));
    }
}
