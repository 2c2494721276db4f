package dev.tributary.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The chart as Helm itself reads it. */
class HelmChartTest {

    private final Helm chart = new Helm(Path.of("helm"));

    @Test
    void helm_finds_nothing_to_complain_of() {
        assertThat(chart.lint().strict().call().isFailed()).isFalse();
    }

    @Test
    void an_installation_without_an_address_is_refused_and_told_what_is_missing() {
        assertThatThrownBy(() -> chart.template().call()).hasMessageContaining("publicUrl: the address that providers and browsers reach");
    }

    @Test
    void the_service_gets_its_address_its_secret_and_its_own_settings() {
        String manifests = template().set("settings.TRIBUTARY_SANDBOX_ENABLED", "true").call();

        assertThat(manifests)
                .contains("{name: TRIBUTARY_PUBLIC_URL, value: \"https://inbox.example.org\"}")
                .contains("secretRef: {name: \"tributary\"}")
                .contains("{name: \"TRIBUTARY_SANDBOX_ENABLED\", value: \"true\"}")
                .doesNotContain("kind: Ingress");
    }

    @Test
    void an_ingress_is_made_where_it_is_asked_for() {
        String manifests = template().set("ingress.enabled", "true").set("ingress.host", "inbox.example.org").call();

        assertThat(manifests).contains("kind: Ingress").contains("inbox.example.org");
    }

    private TemplateCommand template() {
        return chart.template().set("publicUrl", "https://inbox.example.org");
    }
}
