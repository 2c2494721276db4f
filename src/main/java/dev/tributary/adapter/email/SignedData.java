package dev.tributary.adapter.email;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/**
 * The mail inside an opaque S/MIME signature: ContentInfo → SignedData → the signed bytes. The signature itself is not checked; the
 * raw mail is kept, so that whoever wants to can.
 */
final class SignedData {

    private SignedData() {}

    /** Empty for what cannot be read: it is then shown as a file. */
    static Optional<byte[]> content(byte[] der) {
        try {
            ASN1Sequence contentInfo = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            ASN1Sequence signedData = inside(contentInfo);
            ASN1Sequence signed = ASN1Sequence.getInstance(signedData.getObjectAt(2));
            ASN1TaggedObject content = ASN1TaggedObject.getInstance(signed.getObjectAt(1));
            return Optional.of(ASN1OctetString.getInstance(content.getExplicitBaseObject()).getOctets());
        } catch (IOException | RuntimeException notOne) {
            return Optional.empty();
        }
    }

    private static ASN1Sequence inside(ASN1Sequence contentInfo) {
        return ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(contentInfo.getObjectAt(1)).getExplicitBaseObject());
    }
}
