"""
Another implementation of JSON Web Tokens, PyJWT (Debian: python3-jwt, python3-cryptography), for tests.

    token_peer.py verify <JWKS> <token> <issuer> <audience>
        prints the claims, as one line of JSON, if PyJWT accepts the token by a key of the set
    token_peer.py sign <EdDSA|ES256> <kid> <claims>
        prints a new key's public half in base64url (of ES256 x and y) and the token, a line each
"""
import base64
import json
import sys

try:
    import jwt
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError as missing:
    sys.exit("token_peer.py: %s: run `make deps`, which installs python3-jwt and "
             "python3-cryptography" % missing)


def verify(keys, token, issuer, audience):
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(k for k in json.loads(keys)["keys"] if k["kid"] == kid)
    claims = jwt.decode(token, jwt.PyJWK.from_dict(key).key, algorithms=[key["alg"]],
                        issuer=issuer, audience=audience,
                        options={"require": ["exp", "iat", "nbf", "iss", "aud", "sub", "jti"]})
    print(json.dumps(claims, separators=(",", ":"), sort_keys=True))


def sign(algorithm, kid, claims):
    if algorithm == "EdDSA":
        key = ed25519.Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
    print(base64.urlsafe_b64encode(public).decode().rstrip("="))
    print(jwt.encode(json.loads(claims), key, algorithm=algorithm,
                     headers={"kid": kid, "typ": "at+jwt"}))


commands = {"verify": (verify, 4), "sign": (sign, 3)}
command, count = commands.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
if command is None or len(sys.argv) != 2 + count:
    sys.exit(__doc__)
command(*sys.argv[2:])
