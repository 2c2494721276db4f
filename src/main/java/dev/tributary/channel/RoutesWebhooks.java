package dev.tributary.channel;

import java.util.Set;

/**
 * A provider that posts the events of all accounts of one app to one address, {@code /webhooks/{type}}. A delivery is given to
 * each account that it names and whose own secrets prove it; what {@link #read} meets of other accounts it leaves to them.
 */
public interface RoutesWebhooks extends ReceivesWebhooks {

    /**
     * The provider's ids ({@link Connection#providerAccountId}) of the accounts that a body speaks of. Nothing is proven yet when
     * this is asked, so it is only a way to find secrets; a body that cannot be read names nobody.
     */
    Set<String> accountsIn(byte[] body);
}
