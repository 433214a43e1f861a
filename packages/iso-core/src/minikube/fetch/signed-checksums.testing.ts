// A list of checksums in the form of kernel.org's, signed with a key made for these tests alone.

/** Lists linux-6.6.95.tar.xz with the digest of `abc`, and linux-6.6.96.tar.xz with that of `def`. */
export const SIGNED_CHECKSUMS = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  linux-6.6.95.tar.xz
cb8379ac2098aa165029e3938a51da0bcecfc008fd6795f401178647f96c5b34  linux-6.6.96.tar.xz
-----BEGIN PGP SIGNATURE-----

iIwEARYIADQWIQSwxqkdAvz+R0J80Gk4tbOtxZM2CgUCXgvhABYcY2hlY2tzdW1z
QGV4YW1wbGUuY29tAAoJEDi1s63FkzYKmcsBAMGLmdDJ+ovsgGqtCQaIQKThuQ79
Q+eSUJxm+irFzCd7AP4/QEtgRxE5D2JmYthO81P/9iIgSs33kMYM3wpOoJl/Bw==
=5Jl0
-----END PGP SIGNATURE-----
`;

/** The public key, as a keyring for gpgv. */
export const SIGNING_KEYRING = Buffer.from(
  `mDMEXgvhABYJKwYBBAHaRw8BAQdAH6pe07KXa/Mb7Izd/+2hPZBhL3bXgPoKm0sy2gPTrG+0LVRlc3Qga2V5IG9mIGNoZWNr
c3VtcyA8Y2hlY2tzdW1zQGV4YW1wbGUuY29tPoiQBBMWCAA4FiEEsMapHQL8/kdCfNBpOLWzrcWTNgoFAl4L4QACGwMFCwkI
BwIGFQoJCAsCBBYCAwECHgECF4AACgkQOLWzrcWTNgrsHgEA9nK65oAkVWxRRlI1AelUKqiMVEKWBR+BYB8SqWmbyU0BAPX9
iL4suLQN44LhYSd2tS/J5cbOjfMLZJLN3qVk+7YE`,
  'base64',
);

export const SIGNING_FINGERPRINT = 'B0C6A91D02FCFE47427CD06938B5B3ADC593360A';
