"""Philox4x32-10 (Salmon et al. 2011) and normals from it, number for number what the page draws.

Key = [seed, stream], counter = [block, 0, 0, 0]; words 4b..4b+3 come from block b. One word gives one uniform
(word + 0.5) / 2^32 and one standard normal by the inverse CDF (Wichura 1988, AS241 PPND16), in float64.
"""
import numpy as np

LOW = np.uint64(0xFFFFFFFF)


def blocks(counter, key):
    """Ten rounds on counters [n,4] with key [2]; returns words [n,4], all uint64 below 2^32."""
    c0, c1, c2, c3 = np.asarray(counter, np.uint64).T.copy()
    k0, k1 = (np.uint64(k) for k in key)
    for _ in range(10):
        product0, product1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = ((product1 >> np.uint64(32)) ^ c1 ^ k0, product1 & LOW,
                          (product0 >> np.uint64(32)) ^ c3 ^ k1, product0 & LOW)
        k0, k1 = (k0 + np.uint64(0x9E3779B9)) & LOW, (k1 + np.uint64(0xBB67AE85)) & LOW
    return np.stack([c0, c1, c2, c3], axis=1)


def uniforms(seed, stream, count):
    """First `count` uniforms in (0,1) of a stream, float64."""
    n = (count + 3) // 4
    counter = np.zeros((n, 4), np.uint64)
    counter[:, 0] = np.arange(n)
    return (blocks(counter, (seed, stream)).reshape(-1)[:count] + 0.5) / 2.0 ** 32


def ratio(numerator, denominator, r):
    return np.polyval(numerator, r) / np.polyval(denominator, r)


def inverse_normal(p):
    """Standard normal quantile of p in (0,1) by AS241 (PPND16), relative error about 1e-16."""
    q = p - 0.5
    centre = q * ratio(
        [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
         1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0],
        [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
         5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0], 0.180625 - q * q)
    tail = np.sqrt(-np.log(np.minimum(p, 1 - p)))
    near = ratio(
        [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
         3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0],
        [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
         6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0], tail - 1.6)
    far = ratio(
        [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
         2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0],
        [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
         1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0], tail - 5)
    outer = np.where(tail <= 5, near, far) * np.sign(q)
    return np.where(np.abs(q) <= 0.425, centre, outer)


def normals(seed, stream, count):
    """First `count` standard normals of a stream, float32."""
    return inverse_normal(uniforms(seed, stream, count)).astype(np.float32)


def image_normals(seed, first, count, size):
    """Initial noise of images first..first+count-1 of a request with `seed`: [count,size], stream 0, one seed each."""
    return np.stack([normals((seed + k) % 2 ** 32, 0, size) for k in range(first, first + count)])


if __name__ == '__main__':
    # Known answers published with the Random123 library.
    known = (((0,) * 4, (0, 0), '6627e8d5 e169c58d bc57ac4c 9b00dbd8'),
             ((2 ** 32 - 1,) * 4, (2 ** 32 - 1,) * 2, '408f276d 41c83b0e a20bc7c6 6d5451fd'),
             ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
              'd16cfe09 94fdcceb 5001e420 24126ea1'))
    for counter, key, words in known:
        found = ' '.join(f'{int(word):08x}' for word in blocks([counter], key)[0])
        assert found == words, f'{found} instead of {words}'
    print('Philox4x32-10 gives the published numbers.')
