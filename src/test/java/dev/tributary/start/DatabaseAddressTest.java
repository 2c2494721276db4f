package dev.tributary.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

    @Test
    void both_clients_hear_the_same_address_with_the_password_decoded() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://inbox:p%40ss%2Fw+rd@db.example.org:5433/tributary?sslmode=require");

        assertEquals(
                Map.of(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example.org:5433/tributary?sslmode=require",
                        "quarkus.datasource.reactive.url", "postgresql://db.example.org:5433/tributary?sslmode=require",
                        "quarkus.datasource.username", "inbox",
                        "quarkus.datasource.password", "p@ss/w+rd"),
                address.settings());
    }

    @Test
    void host_and_name_are_enough() {
        assertEquals(
                Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://db/inbox", "quarkus.datasource.reactive.url", "postgresql://db/inbox"),
                DatabaseAddress.parse("postgres://db/inbox").settings());
    }
}
