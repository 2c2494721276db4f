package dev.tributary.automation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which writing system a message is. */
class ScriptsTest {

    @ParameterizedTest
    @CsvSource({
        "Hello, مرحبا بكم جميعا, arabic", "Wo ist mein Paket? 📦, , latin", "'Где мой заказ #4711 (DHL)?', , cyrillic", "請問幾點開門, , chinese", "注文はどこですか, , japanese", "안녕하세요, , korean",
        "👍 123, , ", "'', , "
    })
    void most_letters_decide(String text, String more, String expected) {
        assertThat(Scripts.of(more == null ? text : text + " " + more)).isEqualTo(expected);
    }
}
