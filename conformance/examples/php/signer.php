<?php
// An adapter for `cargo conformance signer`.
declare(strict_types=1);
require __DIR__ . '/signature.php';

while (($line = fgets(STDIN)) !== false) {
    $ask = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
    $answer = ['id' => $ask['id']];
    try {
        if (isset($ask['hello'])) {
            $answer += ['version' => 1, 'name' => 'php, no package'];
        } elseif (isset($ask['sign'])) {
            $text = text_of(json_decode($ask['sign'], true, 64, JSON_THROW_ON_ERROR));
            $answer += ['text' => $text, 'signature' => sign($text, $ask['key'])];
        } elseif (isset($ask['verify'])) {
            $answer['verdict'] = is_genuine($ask['verify'], $ask['key']) ? 'valid' : 'invalid';
        }
    } catch (Throwable $why) {
        $answer['error'] = $why->getMessage();
    }
    fwrite(STDOUT, json_encode($answer, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
}
