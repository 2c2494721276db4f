package dev.tributary.identity;

import dev.tributary.platform.Secret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;

/** How somebody gets in when there is nobody yet. */
@ConfigMapping(prefix = "tributary")
public interface FirstStartSettings {
    /** The first owner's address. Absent with the embedded database: {@code admin@localhost}. */
    @WithName("admin.email")
    Optional<String> adminEmail();

    /** The first owner's password; made up and printed once if absent. */
    @WithName("admin.password")
    Optional<Secret> adminPassword();

    /** An API token of the first owner, valid from the first start; 32 characters or more. */
    Optional<Secret> bootstrapToken();

    /** Where the data is; absent: in the embedded database. */
    Optional<Secret> databaseUrl();
}
